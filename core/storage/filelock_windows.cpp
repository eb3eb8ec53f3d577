#include "core/storage/filelock.h"

#include <QByteArray>
#include <QDir>

#include <windows.h>

namespace Signalbox {

FileLock::Outcome FileLock::take()
{
    release();
    // who has it open for writing keeps all others from that, and lets them read the number
    const std::wstring name = QDir::toNativeSeparators(m_fileName).toStdWString();
    const HANDLE handle = ::CreateFileW(name.c_str(), GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ,
                                        nullptr, OPEN_ALWAYS, FILE_ATTRIBUTE_NORMAL, nullptr);
    if (handle == INVALID_HANDLE_VALUE)
        return ::GetLastError() == ERROR_SHARING_VIOLATION ? Outcome::Held : Outcome::Impossible;
    m_handle = qintptr(handle);
    const QByteArray number = QByteArray::number(qint64(::GetCurrentProcessId())) + '\n';
    DWORD written = 0;
    ::SetEndOfFile(handle);
    ::WriteFile(handle, number.constData(), DWORD(number.size()), &written, nullptr);
    return Outcome::Taken;
}

void FileLock::release()
{
    if (m_handle == -1)
        return;
    ::CloseHandle(HANDLE(m_handle));
    m_handle = -1;
}

} // namespace Signalbox
