"""Work in the background: queue, fair turns, stopping, and one handler per kind of job.

Scheduling (`job`, `handler`, `context`, `turnstile`, `scheduler`, `ownership`) knows no kind of
work; what is run is up to `handlers`.
"""
