# Words of the JSON API and of its page.
