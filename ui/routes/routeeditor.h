#pragma once

#include "ui/editors/scripteditor.h"
#include "ui/routes/route.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QDir;
class QLineEdit;
class QPushButton;
class QStackedWidget;
class QToolButton;

namespace Signalbox {

class RuleForm;
class ScriptFileField;

/// Edits one route: where it stands, and what it does, as a script, as rules, or as a script in a
/// file. Holds a draft; saving is somebody else's. What was written as one kind is kept while
/// another is shown. The window's thread.
class RouteEditor final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RouteEditor)
public:
    /// Names of script files start in `folder`.
    explicit RouteEditor(const QDir &folder, QWidget *parent = nullptr);

    /// Shows `draft`; `saved` is what it is compared with. Each id keeps its own undo and cursor
    /// in the script's editor; where the script there is another one, it changes as one step.
    void setRoute(const QString &id, const Route &saved, const Route &draft);
    void rename(const QString &oldId, const QString &newId); ///< what is kept goes along
    Route draft() const;
    bool isEdited() const { return draft() != m_saved; }
    bool hasScript() const; ///< the draft's script is written here

    /// What is wrong with the script of the draft; nullopt: nothing is known to be.
    void setProblem(const std::optional<ScriptProblem> &problem);
    /// Says what became of the last action, in place of the status, until something changes.
    void showWord(const QString &text);
    ScriptEditor *script() const { return m_script; }
    void focusPath();

Q_SIGNALS:
    void draftChanged();
    void saveRequested(bool enable); ///< and switch on; else as it is
    void revertRequested();
    void historyRequested();
    void helpRequested();

private:
    enum class Does : quint8 { Script, Rules, File };

    QWidget *buildBar();
    QWidget *buildFooter();
    void setDoes(Does does);
    void changed();
    void updateStatus();

    Route m_saved;
    RouteUse m_kind = RouteUse::Signal;
    Does m_does = Does::Script;
    bool m_isSetting = false;

    QLabel *m_icon;
    QComboBox *m_method;
    QLineEdit *m_path;
    QComboBox *m_doesBox;
    QToolButton *m_history;
    QStackedWidget *m_pages;
    ScriptEditor *m_script;
    RuleForm *m_rules;
    ScriptFileField *m_file;
    QLabel *m_place;
    QLabel *m_status;
    QPushButton *m_revert;
    QPushButton *m_save;
    QPushButton *m_saveOn;
};

} // namespace Signalbox
