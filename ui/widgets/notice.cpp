#include "ui/widgets/notice.h"

#include "ui/widgets/banner.h"

#include <QPushButton>

#include <chrono>
#include <utility>

namespace Signalbox {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto ShownFor = 10s;

} // namespace

Notice::Notice(Banner *banner, QObject *parent)
    : QObject(parent)
    , m_banner(banner)
    , m_button(banner->addButton(tr("Undo")))
{
    m_banner->setObjectName(u"notice"_s);
    m_banner->setClosable(true);
    m_button->setObjectName(u"noticeUndo"_s);
    connect(m_button, &QPushButton::clicked, this, [this] {
        const auto undo = std::exchange(m_undo, nullptr);
        m_banner->hide();
        if (undo)
            undo();
    });
    m_timer.setSingleShot(true);
    m_timer.setInterval(ShownFor);
    connect(&m_timer, &QTimer::timeout, m_banner, &QWidget::hide);
}

void Notice::say(const QString &sentence)
{
    m_undo = nullptr;
    show(sentence);
}

void Notice::offer(const QString &sentence, const std::function<void()> &undo)
{
    m_undo = undo;
    show(sentence);
}

void Notice::withdraw()
{
    if (std::exchange(m_undo, nullptr))
        m_banner->hide();
}

void Notice::show(const QString &sentence)
{
    m_button->setVisible(bool(m_undo));
    m_banner->setText(sentence);
    m_banner->show();
    m_timer.start();
}

} // namespace Signalbox
