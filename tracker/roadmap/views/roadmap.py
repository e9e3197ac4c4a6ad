from tracker.roadmap import models as models
from flask import Blueprint

roadmap = Blueprint("roadmap", __name__)
