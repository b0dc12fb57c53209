"""The demo: invented people and units, their photos, videos and papers, and the selection played on them."""
