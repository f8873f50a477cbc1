"""What concept pages declare, the terms that name a concept, and how concepts hang together."""
