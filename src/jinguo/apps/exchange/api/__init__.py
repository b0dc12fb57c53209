"""The API: what programs of an organisation may read and hand in, under the same queries as the pages.

It is loaded with the first request for it: a site that no program asks does not carry it.
"""
