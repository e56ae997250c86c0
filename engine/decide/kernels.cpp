// SPDX-License-Identifier: Apache-2.0
#include "engine/decide/kernels.hpp"

namespace frist::decide {

#define FRIST_DECLARE_LANES(lanes) \
  namespace lanes {                \
  void add_logic(Kernels&);        \
  void add_compare(Kernels&);      \
  void add_date(Kernels&);         \
  void add_rows(Kernels&);         \
  void add_verdict(Kernels&);      \
  }
#define FRIST_COLLECT_LANES(lanes) \
  [] {                             \
    Kernels k{};                   \
    lanes::add_logic(k);           \
    lanes::add_compare(k);         \
    lanes::add_date(k);            \
    lanes::add_rows(k);            \
    lanes::add_verdict(k);         \
    return k;                      \
  }()

FRIST_DECLARE_LANES(baseline)
#ifdef FRIST_WIDE_LANES
FRIST_DECLARE_LANES(avx2)
FRIST_DECLARE_LANES(avx512)
#endif

const Kernels& kernels_for(calendar::Lanes lanes) {
#ifdef FRIST_WIDE_LANES
  using calendar::Lanes;
  if (lanes == Lanes::Avx512 && calendar::has_lanes(lanes)) {
    static const Kernels kernels = FRIST_COLLECT_LANES(avx512);
    return kernels;
  }
  if (lanes >= Lanes::Avx2 && calendar::has_lanes(Lanes::Avx2)) {
    static const Kernels kernels = FRIST_COLLECT_LANES(avx2);
    return kernels;
  }
#endif
  static_cast<void>(lanes);
  static const Kernels kernels = FRIST_COLLECT_LANES(baseline);
  return kernels;
}

}  // namespace frist::decide
