/* The program around python311.dll: python.exe and, with -DWINDOWED, pythonw.exe. */
#include <stdio.h>
#include <windows.h>
#include <shellapi.h>

typedef int (*main_of_python)(int, wchar_t **);

static int run(int count, wchar_t **words)
{
    HMODULE python = LoadLibraryW(L"python311.dll");
    main_of_python start = python ? (main_of_python)(void *)GetProcAddress(python, "Py_Main") : NULL;
    if (!start) {
        fputs("python311.dll cannot be loaded\n", stderr);
        return 127;
    }
    return start(count, words);
}

#ifdef WINDOWED
int WINAPI wWinMain(HINSTANCE self, HINSTANCE before, wchar_t *line, int show)
{
    int count;
    wchar_t **words = CommandLineToArgvW(GetCommandLineW(), &count);
    (void)self, (void)before, (void)line, (void)show;
    return run(count, words);
}
#else
int wmain(int count, wchar_t **words)
{
    return run(count, words);
}
#endif
