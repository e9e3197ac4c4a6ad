"""The page of components: every part of the interface in every state, for people who work on Footbridge."""
