"""Passing on the open work of somebody who leaves."""
