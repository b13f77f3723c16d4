"""The report: the same facts as the pages, as a document to be printed and handed on."""
