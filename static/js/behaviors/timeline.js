// If the timeline is too narrow to show all four quarters, it is scrolled to today.
behavior("timeline", (container) => {
  const today = document.getElementById("timeline-today");
  if (!today || container.scrollWidth <= container.clientWidth) return;
  container.scrollLeft = today.offsetLeft - container.clientWidth * 0.45;
});
