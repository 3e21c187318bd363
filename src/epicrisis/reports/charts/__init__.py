"""Drawings: in each file one function gathers a plain record and another draws it."""
