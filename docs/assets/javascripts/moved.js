// On the page of an old name: go to the new one at once, and to the same place on it, which a refresh would forget.
location.replace(document.querySelector("link[rel=canonical]").href + location.hash);
