// SPDX-License-Identifier: Apache-2.0
// What all grammar files agree on: the iterator, the context and how a rule is run. Only files of this folder include
// it, since it brings in Spirit X3.
//
// An "undefined reference to parse_rule" when linking means that a rule was used under another context than the one
// below: compare the Context in the message with grammar::Context.
#pragma once

#include <boost/spirit/home/x3.hpp>

#include "dsl/grammar/session.hpp"

namespace frist::grammar {

namespace x3 = boost::spirit::x3;

struct session_tag;

using Iterator = const char*;
using Context = x3::context<session_tag, Session>;

template <class AnyContext>
Session& session_of(const AnyContext& context) {
  return x3::get<session_tag>(context);
}

/// Rules carry no values: they build the tree in the session. `first` moves behind what matched.
template <class Id>
bool run(const x3::rule<Id>& rule, Session& session, Iterator& first, Iterator last) {
  const Context context = x3::make_context<session_tag>(session);
  return rule.parse(first, last, context, x3::unused, x3::unused);
}

}  // namespace frist::grammar
