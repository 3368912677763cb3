"""Runs that outlive the page: the store, the scheduler and the turnstile."""
