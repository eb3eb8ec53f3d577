#pragma once

#include "core/net/request.h"

#include <QWidget>

class QComboBox;
class QLineEdit;
class QPlainTextEdit;
class QStackedWidget;
class QToolButton;

namespace Signalbox {

class PayloadEdit;

/// A request to try an HTTP route on: method, path with query, headers, body. Proposes what fits
/// the route until something else is written. The window's thread.
class RequestForm final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RequestForm)
public:
    explicit RequestForm(QWidget *parent = nullptr);

    /// `pattern`: the route's path.
    void setRoute(const QString &method, const QString &pattern);
    Request request() const;
    QString problem() const; ///< the first thing that has to be put right; empty: nothing

Q_SIGNALS:
    void changed();
    void runPressed(); ///< Ctrl+Return in the body, Return in the path

private:
    void build();
    void updateHeaders();
    QList<std::pair<QByteArray, QByteArray>> fields() const;

    QComboBox *m_method;
    QLineEdit *m_target;
    QToolButton *m_showBody;
    QToolButton *m_showHeaders;
    QStackedWidget *m_pages;
    PayloadEdit *m_body;
    QPlainTextEdit *m_headers;
    QString m_proposed; ///< the target that was proposed last
};

} // namespace Signalbox
