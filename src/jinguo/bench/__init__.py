"""Data for measurements: many nominations, experts and reviews in the real tables, and where the measured pages are.

Everything goes through the schema that the site uses: values sealed where the form seals them, files stored as uploads
are, marks, standings, the trail. Only the writing is done in bulk. Names are put together by machine; nobody is meant.
"""
