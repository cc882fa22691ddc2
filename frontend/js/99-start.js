// The script is deferred: the page is there.
start(document);
