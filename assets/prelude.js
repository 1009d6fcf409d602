// ECharts asks for timers when it is loaded and when it draws; outside a browser none ever fires.
var setTimeout = function () { return 0; };
var setInterval = setTimeout;
var clearTimeout = function () {};
var clearInterval = clearTimeout;
