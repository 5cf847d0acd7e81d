# What the worker uses of the library `requests`, for a machine on which that is not installed.
import urllib.error
import urllib.request


class Response:
    def __init__(self, status_code, text):
        self.status_code = status_code
        self.text = text


def _send(method, url):
    try:
        with urllib.request.urlopen(urllib.request.Request(url, method=method)) as answer:
            return Response(answer.status, answer.read().decode('utf-8'))
    except urllib.error.HTTPError as e:
        return Response(e.code, e.read().decode('utf-8'))


def get(url):
    return _send('GET', url)


def post(url):
    return _send('POST', url)
