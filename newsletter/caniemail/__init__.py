"""What mail clients know of HTML and CSS, and what of it a message asks of them; the data are of caniemail.com."""
