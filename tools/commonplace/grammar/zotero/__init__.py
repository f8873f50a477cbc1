"""What Zotero and its plugins write: links into attachments, and annotations around them."""
