// A stand-in for libnvidia-ml.so.1 without a driver.
extern "C" {

int nvmlInit_v2() { return 9; }
int nvmlShutdown() { return 1; }
const char* nvmlErrorString(int status) { return status == 9 ? "Driver Not Loaded" : "?"; }

}  // extern "C"
