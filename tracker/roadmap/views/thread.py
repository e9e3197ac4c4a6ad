from flask import Blueprint

thread = Blueprint("thread", __name__)
