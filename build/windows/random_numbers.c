/* bcryptprimitives.dll, which Wine 8 lacks: the random numbers that programs in Rust ask for. */
#include <windows.h>

BOOLEAN NTAPI SystemFunction036(void *to, ULONG size);

__declspec(dllexport) BOOL WINAPI ProcessPrng(BYTE *to, SIZE_T size)
{
    return SystemFunction036(to, (ULONG)size);
}
