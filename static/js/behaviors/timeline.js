// The timeline's frame opens where today is, when it is too narrow to show all four quarters.
behavior("timeline", (frame) => {
  const today = document.getElementById("timeline-today");
  if (!today || frame.scrollWidth <= frame.clientWidth) return;
  frame.scrollLeft = today.offsetLeft - frame.clientWidth * 0.45;
});
