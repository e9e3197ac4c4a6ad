from flask import Blueprint

invitations = Blueprint("invitations", __name__)
