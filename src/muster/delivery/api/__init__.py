"""The OpenAPI root that collects each package's router."""
