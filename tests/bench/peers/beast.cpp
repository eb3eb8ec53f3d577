// Boost.Beast doing what Signalbox does with a message, the way its own examples do it: one thread,
// one asynchronous write at a time per client behind a queue of shared texts. JSON is read with
// simdjson.
//
//   signalbox_beast [CERTIFICATE KEY]    with them: wss

#include <boost/asio.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/ssl.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <cstdio>
#include <deque>
#include <memory>
#include <simdjson.h>
#include <string>
#include <unordered_set>

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;
using boost::system::error_code;
using Tcp = asio::ip::tcp;
using Text = std::shared_ptr<const std::string>;

namespace {

template<typename Stream>
class Session;
template<typename Stream>
using Sessions = std::unordered_set<Session<Stream> *>;

simdjson::dom::parser parser;

template<typename Stream>
class Session : public std::enable_shared_from_this<Session<Stream>>
{
public:
    Session(Stream &&stream, Sessions<Stream> &all)
        : m_stream(std::move(stream))
        , m_all(all)
    {
    }
    ~Session() { m_all.erase(this); }

    void start()
    {
        if constexpr (std::is_same_v<Stream, beast::tcp_stream>) {
            upgrade();
        } else {
            m_stream.next_layer().async_handshake(
                asio::ssl::stream_base::server,
                [self = this->shared_from_this()](error_code error) {
                    if (!error)
                        self->upgrade();
                });
        }
    }
    void send(const Text &text)
    {
        m_queue.push_back(text);
        if (m_queue.size() == 1)
            write();
    }

private:
    void upgrade()
    {
        m_stream.async_accept([self = this->shared_from_this()](error_code error) {
            if (error)
                return;
            self->m_all.insert(self.get());
            self->read();
        });
    }
    void read()
    {
        m_stream.async_read(m_buffer, [self = this->shared_from_this()](error_code error, size_t) {
            if (error) {
                self->m_all.erase(self.get());
                return;
            }
            self->message();
            self->read();
        });
    }
    void message()
    {
        const auto bytes = m_buffer.cdata();
        simdjson::dom::element envelope;
        std::string_view value;
        if (!parser.parse(static_cast<const char *>(bytes.data()), bytes.size()).get(envelope)
            && !envelope["message"].get(value)) {
            const auto text = std::make_shared<const std::string>(value);
            bool direct = false;
            if (!envelope["direct"].get(direct) && direct) {
                send(text);
            } else {
                for (Session *session : m_all)
                    session->send(text);
            }
        }
        m_buffer.consume(m_buffer.size());
    }
    void write()
    {
        m_stream.text(true);
        m_stream.async_write(asio::buffer(*m_queue.front()),
                             [self = this->shared_from_this()](error_code error, size_t) {
                                 if (error)
                                     return;
                                 self->m_queue.pop_front();
                                 if (!self->m_queue.empty())
                                     self->write();
                             });
    }

    websocket::stream<Stream> m_stream;
    Sessions<Stream> &m_all;
    beast::flat_buffer m_buffer;
    std::deque<Text> m_queue;
};

template<typename Stream, typename Wrap>
void accept(Tcp::acceptor &acceptor, Sessions<Stream> &all, Wrap wrap)
{
    acceptor.async_accept([&acceptor, &all, wrap](error_code error, Tcp::socket socket) {
        if (!error) {
            socket.set_option(Tcp::no_delay(true));
            std::make_shared<Session<Stream>>(wrap(std::move(socket)), all)->start();
        }
        accept<Stream>(acceptor, all, wrap);
    });
}

} // namespace

int main(int argc, char **argv)
{
    asio::io_context context(1);
    Tcp::acceptor acceptor(context);
    const Tcp::endpoint endpoint(asio::ip::address_v4::loopback(), 0);
    acceptor.open(endpoint.protocol());
    acceptor.bind(endpoint);
    acceptor.listen(4096);
    std::printf("listening %s://127.0.0.1:%d/\nready\n", argc > 2 ? "wss" : "ws",
                int(acceptor.local_endpoint().port()));
    std::fflush(stdout);
    if (argc > 2) {
        using Stream = beast::ssl_stream<beast::tcp_stream>;
        asio::ssl::context tls(asio::ssl::context::tls_server);
        tls.use_certificate_chain_file(argv[1]);
        tls.use_private_key_file(argv[2], asio::ssl::context::pem);
        Sessions<Stream> all;
        accept(acceptor, all,
               [&tls](Tcp::socket socket) { return Stream(std::move(socket), tls); });
        context.run();
    } else {
        Sessions<beast::tcp_stream> all;
        accept(acceptor, all,
               [](Tcp::socket socket) { return beast::tcp_stream(std::move(socket)); });
        context.run();
    }
}
