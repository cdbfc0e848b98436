// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

declare module "*.css";
