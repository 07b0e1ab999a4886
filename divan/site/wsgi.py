"""Django as a WSGI application; our own server calls it from a fixed pool of threads."""

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
