// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package ir

func (n *Number) At() Pos        { return n.Pos }
func (n *BigInt) At() Pos        { return n.Pos }
func (n *String) At() Pos        { return n.Pos }
func (n *Bool) At() Pos          { return n.Pos }
func (n *Null) At() Pos          { return n.Pos }
func (n *Undefined) At() Pos     { return n.Pos }
func (n *RegExp) At() Pos        { return n.Pos }
func (n *Template) At() Pos      { return n.Pos }
func (n *Array) At() Pos         { return n.Pos }
func (n *Object) At() Pos        { return n.Pos }
func (n *Func) At() Pos          { return n.Pos }
func (n *Name) At() Pos          { return n.Pos }
func (n *Msg) At() Pos           { return n.Pos }
func (n *Missing) At() Pos       { return n.Pos }
func (n *Global) At() Pos        { return n.Pos }
func (n *Wrapper) At() Pos       { return n.Pos }
func (n *Arguments) At() Pos     { return n.Pos }
func (n *Member) At() Pos        { return n.Pos }
func (n *Index) At() Pos         { return n.Pos }
func (n *Call) At() Pos          { return n.Pos }
func (n *MethodCall) At() Pos    { return n.Pos }
func (n *StaticCall) At() Pos    { return n.Pos }
func (n *ThisCall) At() Pos      { return n.Pos }
func (n *New) At() Pos           { return n.Pos }
func (n *Unary) At() Pos         { return n.Pos }
func (n *Delete) At() Pos        { return n.Pos }
func (n *Binary) At() Pos        { return n.Pos }
func (n *Logical) At() Pos       { return n.Pos }
func (n *Cond) At() Pos          { return n.Pos }
func (n *Assign) At() Pos        { return n.Pos }
func (n *Update) At() Pos        { return n.Pos }
func (n *Seq) At() Pos           { return n.Pos }
func (n *Spread) At() Pos        { return n.Pos }
func (n *ObjectPattern) At() Pos { return n.Pos }
func (n *ArrayPattern) At() Pos  { return n.Pos }
func (n *Chain) At() Pos         { return n.Expr.At() }

func (*Number) expr()        {}
func (*BigInt) expr()        {}
func (*String) expr()        {}
func (*Bool) expr()          {}
func (*Null) expr()          {}
func (*Undefined) expr()     {}
func (*RegExp) expr()        {}
func (*Template) expr()      {}
func (*Array) expr()         {}
func (*Object) expr()        {}
func (*Func) expr()          {}
func (*Name) expr()          {}
func (*Msg) expr()           {}
func (*Missing) expr()       {}
func (*Global) expr()        {}
func (*Wrapper) expr()       {}
func (*Arguments) expr()     {}
func (*Member) expr()        {}
func (*Index) expr()         {}
func (*Chain) expr()         {}
func (*Call) expr()          {}
func (*MethodCall) expr()    {}
func (*StaticCall) expr()    {}
func (*ThisCall) expr()      {}
func (*New) expr()           {}
func (*Unary) expr()         {}
func (*Delete) expr()        {}
func (*Binary) expr()        {}
func (*Logical) expr()       {}
func (*Cond) expr()          {}
func (*Assign) expr()        {}
func (*Update) expr()        {}
func (*Seq) expr()           {}
func (*Spread) expr()        {}
func (*ObjectPattern) expr() {}
func (*ArrayPattern) expr()  {}
