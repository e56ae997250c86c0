// SPDX-License-Identifier: Apache-2.0
// Laid under the program by LD_PRELOAD: memory that is refused, and a clock that is wrong. Counting begins with main(),
// and nothing here allocates by operator new.
//   FAULT_NEW=N       the N-th call of operator new, from 0, gets no memory; with FAULT_NEW_ON=1 nor does any after it
//   FAULT_NEW_COUNT=F at the end the number of calls is written to the file F
//   FAULT_CLOCK=A,N,B the clock is A seconds off, and from its N-th reading on, from 0, B seconds off
#include <dlfcn.h>
#include <fcntl.h>
#include <time.h>
#include <unistd.h>

#include <atomic>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <new>

namespace {

std::atomic<long> calls{0}, readings{0};
std::atomic<bool> counting{false};
long failing = -1, off_first = 0, off_from = -1, off_then = 0;
bool all_after = false;

bool fails() {
  if (!counting) return false;
  const long number = calls++;
  return failing >= 0 && (all_after ? number >= failing : number == failing);
}

void* allocate(std::size_t size, std::size_t alignment) {
  if (fails()) return nullptr;
  if (alignment <= alignof(std::max_align_t)) return std::malloc(size ? size : 1);
  return std::aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment);
}

void* or_throw(void* memory) { return memory ? memory : throw std::bad_alloc(); }

void write_count() {
  counting = false;
  const char* file = std::getenv("FAULT_NEW_COUNT");
  if (!file) return;
  char text[32];
  const int length = std::snprintf(text, sizeof text, "%ld", calls.load());
  const int to = open(file, O_WRONLY | O_CREAT | O_TRUNC, 0644);
  if (to >= 0 && write(to, text, static_cast<std::size_t>(length)) == length) close(to);
}

int (*real_main)(int, char**, char**);

int main_with_faults(int count, char** words, char** environment) {
  if (const char* number = std::getenv("FAULT_NEW")) failing = std::atol(number);
  all_after = std::getenv("FAULT_NEW_ON") != nullptr;
  if (const char* clock = std::getenv("FAULT_CLOCK"))
    std::sscanf(clock, "%ld,%ld,%ld", &off_first, &off_from, &off_then);
  counting = true;
  const int status = real_main(count, words, environment);
  write_count();
  return status;
}

}  // namespace

void* operator new(std::size_t size) { return or_throw(allocate(size, 1)); }
void* operator new[](std::size_t size) { return or_throw(allocate(size, 1)); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return allocate(size, 1); }
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept { return allocate(size, 1); }
void* operator new(std::size_t size, std::align_val_t a) {
  return or_throw(allocate(size, static_cast<std::size_t>(a)));
}
void* operator new[](std::size_t size, std::align_val_t a) {
  return or_throw(allocate(size, static_cast<std::size_t>(a)));
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }

extern "C" int clock_gettime(clockid_t clock, struct timespec* time) {
  using Call = int (*)(clockid_t, struct timespec*);
  static const Call real = reinterpret_cast<Call>(dlsym(RTLD_NEXT, "clock_gettime"));
  const int status = real(clock, time);
  if (clock != CLOCK_REALTIME || status != 0) return status;
  const long number = readings++;
  time->tv_sec += off_from >= 0 && number >= off_from ? off_then : off_first;
  return status;
}

extern "C" int __libc_start_main(int (*main)(int, char**, char**), int count, char** words, void (*init)(),
                                 void (*end)(), void (*linker_end)(), void* stack_end) {
  using Call = int (*)(int (*)(int, char**, char**), int, char**, void (*)(), void (*)(), void (*)(), void*);
  real_main = main;
  const Call real = reinterpret_cast<Call>(dlsym(RTLD_NEXT, "__libc_start_main"));
  return real(main_with_faults, count, words, init, end, linker_end, stack_end);
}
