#pragma once

#include "core/values/error.h"

#include <utility>
#include <variant>

namespace Signalbox {

/// What a function returns that can fail now: a value or an Error. Spelled like std::expected
/// (C++23), to be swapped for it later. Reading the wrong side is our mistake and throws
/// std::bad_variant_access.
template<typename T>
class [[nodiscard]] Result
{
public:
    Result(T value)
        : m_state(std::in_place_index<0>, std::move(value))
    {
    } // NOLINT(google-explicit-constructor)
    Result(Error error)
        : m_state(std::in_place_index<1>, std::move(error))
    {
    } // NOLINT

    explicit operator bool() const { return m_state.index() == 0; }
    const T &value() const & { return std::get<0>(m_state); }
    T &&value() && { return std::get<0>(std::move(m_state)); }
    const T &operator*() const & { return value(); }
    const T *operator->() const { return &value(); }
    const Error &error() const { return std::get<1>(m_state); }

private:
    std::variant<T, Error> m_state;
};

/// A Result that carries nothing but success.
using Status = Result<std::monostate>;
inline Status success()
{
    return std::monostate{};
}

} // namespace Signalbox
