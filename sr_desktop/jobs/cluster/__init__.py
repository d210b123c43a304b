"""Many machines: pictures of a batch go to the workers of a Dask cluster, one at a time each.

    client.py    connects, and asks whether all workers fit for a run
    sending.py   sends the jobs in windows, tells what comes back as one machine would
    local.py     a cluster of worker processes on this computer
    work.py      what runs on a worker: the same Session as everywhere
    parcel.py    what travels between them

The extra [cluster] brings Dask; it is imported when a cluster is asked for.
"""

LOCAL = "local"
# What a worker that takes pictures offers: one for each device.
RESOURCE = "device"
