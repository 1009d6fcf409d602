#include "engine/http_client.h"

#include <curl/curl.h>
#include <fmt/format.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <ctime>
#include <mutex>
#include <utility>

#include "base/text.h"
#include "engine/url.h"

namespace sightmark {
namespace {

using std::chrono::milliseconds;

// One read takes in what a fast server sent meanwhile; larger gains nothing.
constexpr long kReceiveBufferSize = 128 * 1024;
constexpr long kSendBufferSize = 512 * 1024;  // an ordinary photo leaves at once
// For the last bytes of a response that its receiver is done with, so that the connection can be
// kept.
constexpr milliseconds kDrainTime{200};

// A connection, and what makes requests over it.
struct Slot {
  // The connection's socket, or -1. curl writes here whenever it opens or closes one.
  std::unique_ptr<int> socket = std::make_unique<int>(-1);
  std::unique_ptr<CURLM, decltype(&curl_multi_cleanup)> multi{curl_multi_init(),
                                                              curl_multi_cleanup};
  std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> easy{curl_easy_init(), curl_easy_cleanup};
};

using HeaderList = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

HeaderList header_list(const std::vector<std::string>& headers) {
  // curl would wait up to a second for leave to send a large body.
  HeaderList list(curl_slist_append(nullptr, "Expect:"), curl_slist_free_all);
  for (const std::string& header : headers) curl_slist_append(list.get(), header.c_str());
  return list;
}

// One request under way.
class Transfer {
 public:
  Transfer(Slot& slot, const HttpRequest& request, const HttpReceiver& receive)
      : multi_(slot.multi.get()),
        easy_(slot.easy.get()),
        socket_(*slot.socket),
        receive_(receive),
        timeout_(request.timeout),
        headers_(header_list(request.headers)) {
    exchange_.sent = woken_ = now();
    deadline_ = exchange_.sent + request.timeout;
  }

  HttpExchange run(const HttpRequest& request, bool bypasses_proxies, const std::stop_token& stop) {
    set_options(request, bypasses_proxies);
    {
      const std::stop_callback wake(stop, [this] { curl_multi_wakeup(multi_); });
      curl_multi_add_handle(multi_, easy_);
      perform(stop);
    }
    take_head();
    curl_multi_remove_handle(multi_, easy_);
    if (!exchange_.is_enough) exchange_.end = now();
    return std::move(exchange_);
  }

 private:
  template <typename Value>
  void set(CURLoption option, Value value) {
    curl_easy_setopt(easy_, option, value);
  }

  void set_options(const HttpRequest& request, bool bypasses_proxies) {
    curl_easy_reset(easy_);
    set(CURLOPT_URL, request.url.c_str());
    set(CURLOPT_HTTPHEADER, headers_.get());
    set(CURLOPT_USERAGENT, "sightmark");
    if (request.body) {
      set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body->size()));
      set(CURLOPT_POSTFIELDS, request.body->data());
    }
    if (bypasses_proxies) set(CURLOPT_PROXY, "");
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_TCP_NODELAY, 1L);
    set(CURLOPT_NOSIGNAL, 1L);  // signals and threads do not mix
#if LIBCURL_VERSION_NUM >= 0x075700
    set(CURLOPT_QUICK_EXIT, 1L);  // who stops need not wait for a name server
#endif
    set(CURLOPT_BUFFERSIZE, kReceiveBufferSize);
    set(CURLOPT_UPLOAD_BUFFERSIZE, kSendBufferSize);
    set(CURLOPT_ERRORBUFFER, error_.data());
    set(CURLOPT_OPENSOCKETFUNCTION, &Transfer::open_socket);
    set(CURLOPT_OPENSOCKETDATA, this);
    set(CURLOPT_SOCKOPTFUNCTION, &Transfer::on_socket_opened);
    set(CURLOPT_SOCKOPTDATA, &socket_);
    set(CURLOPT_CLOSESOCKETFUNCTION, &Transfer::on_socket_closed);
    set(CURLOPT_CLOSESOCKETDATA, &socket_);
    set(CURLOPT_PREREQFUNCTION, &Transfer::on_connected);
    set(CURLOPT_PREREQDATA, this);
    set(CURLOPT_HEADERFUNCTION, &Transfer::on_header);
    set(CURLOPT_HEADERDATA, this);
    set(CURLOPT_WRITEFUNCTION, &Transfer::on_block);
    set(CURLOPT_WRITEDATA, this);
  }

  void perform(const std::stop_token& stop) {
    while (true) {
      if (stop.stop_requested() && !exchange_.is_enough) {
        return end_with(FailureKind::Cancelled, "stopped by sightmark");
      }
      is_new_block_ = true;  // curl reads the socket once each time
      int running_count = 0;
      curl_multi_perform(multi_, &running_count);
      if (running_count == 0) return settle();
      const auto left = std::chrono::ceil<milliseconds>(deadline_ - now());
      if (left.count() <= 0) return time_out();
      const auto wait = std::min(left, milliseconds(60'000));
      curl_multi_poll(multi_, nullptr, 0, static_cast<int>(wait.count()), nullptr);
      const Instant woken = now();
      readable_ = std::clamp(receive_time(socket_).value_or(woken), woken_, woken);
      woken_ = woken;
    }
  }

  void time_out() {
    if (exchange_.is_enough) return;
    end_with(is_sent_ ? FailureKind::Timeout : FailureKind::Refused,
             fmt::format("no {} within {:g} s", is_sent_ ? "complete answer" : "connection",
                         std::chrono::duration<double>(timeout_).count()));
  }

  // Says what it means that curl ended the transfer.
  void settle() {
    int left_count = 0;
    const CURLMsg* message = curl_multi_info_read(multi_, &left_count);
    const CURLcode code = message ? message->data.result : CURLE_FAILED_INIT;
    if (exchange_.is_enough || code == CURLE_OK) return;
    const std::string_view words = error_[0] ? error_.data() : curl_easy_strerror(code);
    const std::string problem = plain_text(words);
    if (shortage_ != 0) {
      return end_with(FailureKind::Local,
                      fmt::format("cannot open a socket: {}", std::strerror(shortage_)));
    }
    if (!is_sent_) {
      exchange_.is_worth_retry = code == CURLE_COULDNT_CONNECT ||
                                 code == CURLE_COULDNT_RESOLVE_HOST ||
                                 code == CURLE_COULDNT_RESOLVE_PROXY;
      return end_with(FailureKind::Refused, problem);
    }
    const bool is_no_http = code == CURLE_UNSUPPORTED_PROTOCOL ||  // HTTP/0.9, or anything at all
                            code == CURLE_WEIRD_SERVER_REPLY;
    end_with(is_no_http ? FailureKind::Malformed : FailureKind::CutStream, problem);
  }

  void end_with(FailureKind kind, std::string problem) {
    exchange_.failure = Failure{kind, std::move(problem)};
  }

  void take_head() {
    const char* text = nullptr;
    curl_easy_getinfo(easy_, CURLINFO_RESPONSE_CODE, &exchange_.head.status);
    if (curl_easy_getinfo(easy_, CURLINFO_CONTENT_TYPE, &text) == CURLE_OK && text) {
      exchange_.head.content_type = text;
    }
    if (curl_easy_getinfo(easy_, CURLINFO_REDIRECT_URL, &text) == CURLE_OK && text) {
      exchange_.head.redirect_url = text;
    }
  }

  static curl_socket_t open_socket(void* data, curlsocktype, curl_sockaddr* address) {
    const int type = address->socktype | SOCK_CLOEXEC;
    const int opened = ::socket(address->family, type, address->protocol);
    // An address family that this machine does not have is no shortage: the next address is tried.
    const bool is_short = errno == EMFILE || errno == ENFILE || errno == ENOMEM || errno == ENOBUFS;
    if (opened < 0 && is_short) static_cast<Transfer*>(data)->shortage_ = errno;
    return opened < 0 ? CURL_SOCKET_BAD : opened;
  }

  static int on_socket_opened(void* socket, curl_socket_t opened, curlsocktype) {
    note_receive_times(opened);
    *static_cast<int*>(socket) = opened;
    return CURL_SOCKOPT_OK;
  }

  static int on_socket_closed(void* socket, curl_socket_t closed) {
    int& current = *static_cast<int*>(socket);
    if (current == closed) current = -1;
    return ::close(closed);
  }

  // The connection is there, TLS and all, and the request is about to leave: no callback of
  // curl's comes nearer to its first byte. A second call means that a kept connection turned out
  // dead. The first time stands: what was lost counts in the latency.
  static int on_connected(void* data, char*, char*, int, int) {
    auto& transfer = *static_cast<Transfer*>(data);
    transfer.readable_.reset();  // what comes at once came after this
    if (std::exchange(transfer.is_sent_, true)) {
      ++transfer.exchange_.resend_count;
    } else {
      transfer.exchange_.sent = now();
    }
    return CURL_PREREQFUNC_OK;
  }

  static std::size_t on_header(const char* bytes, std::size_t, std::size_t size, void* data) {
    std::string_view line(bytes, size);
    constexpr std::string_view kName = "server:";
    if (contains_ignoring_case(line.substr(0, kName.size()), kName)) {
      line.remove_prefix(kName.size());
      while (line.starts_with(' ')) line.remove_prefix(1);
      while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
      static_cast<Transfer*>(data)->exchange_.head.server = line;
    }
    return size;
  }

  static std::size_t on_block(const char* bytes, std::size_t, std::size_t size, void* data) {
    static_cast<Transfer*>(data)->take_block({bytes, size});
    return size;
  }

  void take_block(std::string_view block) {
    if (exchange_.is_enough) return;
    // curl hands over what it read in one go in many parts, one for each chunk of HTTP. All count
    // as arrived when the first byte did.
    if (std::exchange(is_new_block_, false)) {
      arrived_ = std::max(readable_ ? *readable_ : now(), exchange_.sent);
    }
    if (exchange_.head.status == 0) take_head();
    if (receive_(exchange_.head, block, exchange_.sent, arrived_)) return;
    exchange_.is_enough = true;
    exchange_.end = arrived_;
    deadline_ = now() + kDrainTime;
  }

  CURLM* multi_;
  CURL* easy_;
  int& socket_;
  const HttpReceiver& receive_;
  milliseconds timeout_;
  HeaderList headers_;
  std::array<char, CURL_ERROR_SIZE> error_{};
  HttpExchange exchange_;
  Instant deadline_;
  std::optional<Instant> readable_;  // when the first byte came that is read next
  Instant woken_;                    // when the last wait ended; bounds the wall clock's jumps
  Instant arrived_;                  // of the block under way
  bool is_new_block_ = true, is_sent_ = false;
  int shortage_ = 0;  // the error number of a socket that this machine could not open
};

}  // namespace

struct HttpClient::State {
  explicit State(bool bypasses) : bypasses_proxies(bypasses) {
    static const CURLcode kStarted = curl_global_init(CURL_GLOBAL_DEFAULT);  // once, by one thread
    static_cast<void>(kStarted);
  }

  Slot take_slot() {
    const std::lock_guard lock(mutex);
    if (idle.empty()) return {};
    Slot slot = std::move(idle.back());
    idle.pop_back();
    return slot;
  }

  void put_back(Slot slot) {
    const std::lock_guard lock(mutex);
    idle.push_back(std::move(slot));
  }

  const bool bypasses_proxies;
  std::mutex mutex;
  std::vector<Slot> idle;  // the one used last is used next: its connection is the warmest
};

HttpClient::HttpClient(bool bypasses_proxies) : state_(std::make_unique<State>(bypasses_proxies)) {}
HttpClient::HttpClient(HttpClient&&) noexcept = default;
HttpClient& HttpClient::operator=(HttpClient&&) noexcept = default;
HttpClient::~HttpClient() = default;

HttpExchange HttpClient::exchange(const HttpRequest& request, const HttpReceiver& receive,
                                  const std::stop_token& stop) const {
  Slot slot = state_->take_slot();
  const bool bypasses_proxies = state_->bypasses_proxies || is_loopback(request.url);
  HttpExchange exchange = Transfer(slot, request, receive).run(request, bypasses_proxies, stop);
  state_->put_back(std::move(slot));
  return exchange;
}

void note_receive_times(int socket) {
  const int on = 1;
  ::setsockopt(socket, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on);
}

std::optional<Instant> receive_time(int socket) {
  char byte = 0;
  iovec data{&byte, 1};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(timespec))> control{};
  msghdr message{};
  message.msg_iov = &data;
  message.msg_iovlen = 1;
  message.msg_control = control.data();
  message.msg_controllen = control.size();
  if (::recvmsg(socket, &message, MSG_PEEK | MSG_DONTWAIT) <= 0) return std::nullopt;
  const cmsghdr* const header = CMSG_FIRSTHDR(&message);
  if (!header || header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_TIMESTAMPNS) {
    return std::nullopt;
  }
  timespec wall{};  // the kernel notes the time of the wall clock
  std::memcpy(&wall, CMSG_DATA(header), sizeof wall);
  const auto received = std::chrono::seconds(wall.tv_sec) + std::chrono::nanoseconds(wall.tv_nsec);
  const auto age = std::chrono::system_clock::now().time_since_epoch() - received;
  return now() - age;
}

}  // namespace sightmark
