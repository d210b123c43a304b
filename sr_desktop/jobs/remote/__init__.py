"""Pictures at addresses, such as s3://bucket/scans: whatever fsspec knows.

    url.py       an address, as a path to reckon with
    store.py     what lies there: listed, looked into, fetched whole, and put whole
    search.py    the pictures of a folder there
    errand.py    one picture's files on this computer while it is done

fsspec comes with torch; it is imported when an address is met.
"""
