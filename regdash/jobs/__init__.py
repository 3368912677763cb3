"""Background jobs: queue, fair turns, stopping, and one handler per kind of job.

Scheduling (`job`, `handler`, `context`, `turnstile`, `scheduler`, `ownership`) is independent of the
kinds of job, which are in `handlers`.
"""
