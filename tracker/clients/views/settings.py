from flask import Blueprint

settings = Blueprint("settings", __name__)
