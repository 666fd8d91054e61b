# Words that many pages share.
skip-to-content = Skip to the content
back-to-check = Back to the check page
