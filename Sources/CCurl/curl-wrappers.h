// Typed wrappers for what Swift cannot import from libcurl: variadic functions, macros with casts, and a union.
#pragma once

#define CURL_DISABLE_TYPECHECK 1
#include <curl/curl.h>

static inline CURLcode ccurl_set_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_offset(CURL *handle, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_string(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_pointer(CURL *handle, CURLoption option, const void *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(handle, option, value);
}

// CURLOPT_WRITEFUNCTION and CURLOPT_HEADERFUNCTION.
static inline CURLcode ccurl_set_data_function(CURL *handle, CURLoption option, curl_write_callback value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_open_socket_function(CURL *handle, curl_opensocket_callback value) {
    return curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, value);
}

static inline CURLcode ccurl_set_prerequest_function(CURL *handle, curl_prereq_callback value) {
    return curl_easy_setopt(handle, CURLOPT_PREREQFUNCTION, value);
}

// CURLINFO_PRIVATE: what was set as CURLOPT_PRIVATE, or NULL.
static inline void *ccurl_private(CURL *handle) {
    void *value = NULL;
    return curl_easy_getinfo(handle, CURLINFO_PRIVATE, &value) == CURLE_OK ? value : NULL;
}

static inline CURLMcode ccurl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}

static inline CURLcode ccurl_message_result(const CURLMsg *message) {
    return message->data.result;
}

// The address behind a curl_sockaddr: `addrlen` bytes, which may exceed its declared member.
static inline const void *ccurl_address_bytes(const struct curl_sockaddr *address) {
    return &address->addr;
}

static const size_t ccurl_write_pause = CURL_WRITEFUNC_PAUSE;
static const int ccurl_pause_continue = CURLPAUSE_CONT;
static const curl_socket_t ccurl_bad_socket = CURL_SOCKET_BAD;
static const long ccurl_multiplex_nothing = CURLPIPE_NOTHING;
static const unsigned int ccurl_url_as_is = CURLU_PATH_AS_IS | CURLU_DISALLOW_USER;
static const unsigned int ccurl_url_default_port = CURLU_DEFAULT_PORT;
