// The reader of the search index.
