"""Addresses of the server, and who can reach them."""

from ipaddress import ip_address


def is_loopback(host: str) -> bool:
    """Return whether only this machine can reach a host, given by name or IP address."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
