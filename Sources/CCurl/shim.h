#pragma once
#include <curl/curl.h>

// Swift cannot call functions with a variable number of arguments, which set libcurl's options and ask for its facts.
// `function` is `curl_easy_setopt` or `curl_easy_getinfo`: the library is loaded at run time and not linked.

typedef CURLcode (*CurlOptionFunction)(CURL *, CURLoption, ...);
typedef CURLcode (*CurlFactFunction)(CURL *, CURLINFO, ...);

static inline CURLcode setCurlNumber(void *function, CURL *handle, CURLoption option, long value) {
  return ((CurlOptionFunction)function)(handle, option, value);
}

static inline CURLcode setCurlPointer(void *function, CURL *handle, CURLoption option, const void *value) {
  return ((CurlOptionFunction)function)(handle, option, value);
}

static inline CURLcode setCurlReceiver(void *function, CURL *handle, CURLoption option, curl_write_callback value) {
  return ((CurlOptionFunction)function)(handle, option, value);
}

static inline CURLcode setCurlWatcher(void *function, CURL *handle, curl_xferinfo_callback value) {
  return ((CurlOptionFunction)function)(handle, CURLOPT_XFERINFOFUNCTION, value);
}

static inline CURLcode getCurlText(void *function, CURL *handle, CURLINFO fact, char **value) {
  return ((CurlFactFunction)function)(handle, fact, value);
}
