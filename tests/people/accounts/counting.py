"""A quick hash that counts how often it is asked for."""

from django.contrib.auth.hashers import MD5PasswordHasher


class Counting(MD5PasswordHasher):
    asked = 0

    def encode(self, password, salt):
        Counting.asked += 1
        return super().encode(password, salt)
