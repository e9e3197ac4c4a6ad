from flask import Blueprint

sign_in = Blueprint("sign_in", __name__)
