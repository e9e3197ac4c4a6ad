from flask import Blueprint

practice = Blueprint("practice", __name__)
