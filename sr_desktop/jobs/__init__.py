"""From a request to a finished file: strings the steps together. No Qt; torch only late."""
