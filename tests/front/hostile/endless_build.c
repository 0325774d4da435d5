#include <Python.h>
/* Each level reads the file twice: as good as endless, and it takes no memory. */
#if __INCLUDE_LEVEL__ < 150
#include __FILE__
#include __FILE__
#endif
