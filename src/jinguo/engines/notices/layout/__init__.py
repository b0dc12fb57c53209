"""From text to paragraphs, numbered items and tables: what every document has, whatever it says."""
