"""The router on which every file of this folder puts its operations."""

from ninja import Router

router = Router()
